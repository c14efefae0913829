"""Tables as CSV and XLSX, in and out: what every part that has one shares."""
