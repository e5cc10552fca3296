"""The site of a whole newsroom in a real browser. A package, so that Chromium ends with it."""
