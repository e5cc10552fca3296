"""What a patient colleague would say of a text: rules that explain themselves, and decisions."""
