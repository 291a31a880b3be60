"""Rendering for people: a self-contained HTML page and the statements table; it fetches nothing."""

from worker.report.page import render_report
from worker.report.shapes import ReportArticle, ReportRendering, ReportStatement, ReportUtterance

__all__ = ["ReportArticle", "ReportRendering", "ReportStatement", "ReportUtterance", "render_report"]
