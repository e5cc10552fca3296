"""newsroom.toml: its model, its reading and its validation, and where things are on the site."""
