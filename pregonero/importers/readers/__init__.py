"""Sources as they are, one record for each text."""
