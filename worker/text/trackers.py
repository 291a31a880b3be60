"""Names of query parameters that follow readers, not pages; ambiguous ones (ref, source, id) stay out."""

from __future__ import annotations

_PREFIXES = (
    "utm_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "hsa_",
    "at_custom",
    "ns_",
    "guce_",
    "itm_",
    "oly_",
    "__hs",
)
_NAMES = frozenset(
    # click identifiers of the advertising networks
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid _openstat twclid ttclid li_fat_id igshid igsh "
    "epik rb_clickid srsltid wickedid irclickid gad_source gad_campaignid "
    # mail and marketing suites
    "mc_cid mc_eid mkt_tok vero_id vero_conv _hsenc _hsmi hsctatracking _ga _gl _ke trk_contact trk_msg ml_subscriber "
    "ml_subscriber_hash s_cid sc_cid ncid icid cmpid cmp_id campaign_id "
    # outlets' own: BBC, Heise, Le Monde, Deutsche Welle, Guardian, New York Times, Yahoo, Alibaba
    "at_medium at_campaign at_link_id at_link_origin at_link_type at_format at_ptr_name at_bbc_team wt_mc wt_zmc "
    "wtrid xtor xtref maca smid smtyp guccounter spm ref_src ref_url "
    # sessions
    "phpsessid jsessionid aspsessionid sessionid".split()
)
_EXACT = frozenset({"CMP"})  # the Guardian's; in lower case others use it for real


def is_tracker(name: str) -> bool:
    """Tell whether a query parameter of this name can go without changing the page."""
    low = name.lower()
    return name in _EXACT or low in _NAMES or low.startswith(_PREFIXES)
