"""Photographs and emblems: planned, developed and shown."""
