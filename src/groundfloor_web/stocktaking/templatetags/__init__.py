"""What templates of stocktaking say."""
