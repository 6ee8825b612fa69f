"""จังหวัด: what the sites of a province report, side by side; nobody's personal data."""
