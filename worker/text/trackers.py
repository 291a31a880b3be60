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
    "guce_",
    "itm_",
    "oly_",
    "__hs",
)
_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ysclid _openstat twclid ttclid li_fat_id igshid
    igsh epik rb_clickid srsltid wickedid irclickid gad_source gad_campaignid
    mc_cid mc_eid mkt_tok vero_id vero_conv _hsenc _hsmi hsctatracking _ga _gl _ke trk_contact trk_msg
    ml_subscriber ml_subscriber_hash s_cid sc_cid ncid icid cmpid cmp_id
    ns_mchannel ns_source ns_campaign ns_linkname ns_fee
    at_medium at_campaign at_link_id at_link_origin at_link_type at_format at_ptr_name at_bbc_team
    wt_mc wt_zmc wtrid xtor xtref maca smid smtyp guccounter spm ref_src ref_url
    phpsessid jsessionid aspsessionid sessionid
"""  # a line or two each: advertising networks, mailing suites, outlets' own (BBC, Heise …), sessions
_TRACKERS = frozenset(_NAMES.split())
_EXACT = frozenset({"CMP"})  # the Guardian's; in lower case others use it for real


def is_tracker(name: str) -> bool:
    """Tell whether a query parameter of this name can go without changing the page."""
    low = name.lower()
    return name in _EXACT or low in _TRACKERS or low.startswith(_PREFIXES)
