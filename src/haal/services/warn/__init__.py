"""Warnings: draft, agree, issue, deliver, update, cancel."""
