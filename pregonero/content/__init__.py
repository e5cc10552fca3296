"""What is under content/: read, validated, kept between builds, and changed by commands."""
