"""An edition as bytes: pages, feeds, data, metadata and images."""
