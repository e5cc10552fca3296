"""RSS, Atom and JSON Feed, and what their entries say."""
