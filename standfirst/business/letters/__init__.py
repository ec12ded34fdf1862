"""Letters to readers who block the paper's ads: written, posted, compared."""
