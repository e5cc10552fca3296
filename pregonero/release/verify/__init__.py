"""What must hold of built files before they leave this machine."""
