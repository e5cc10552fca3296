"""Files for programs and for people who copy: calendars, CAP, tables, plain text, search."""
