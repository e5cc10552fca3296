"""What a source says, as a draft of ours."""
