"""Reports: results in the formats that other programs read."""
