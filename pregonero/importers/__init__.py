"""Foreign archives to files under content/."""
