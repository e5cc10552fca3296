"""Photographs that are on other machines."""
