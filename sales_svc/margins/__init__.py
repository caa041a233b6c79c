"""What sales left over what their units cost."""
