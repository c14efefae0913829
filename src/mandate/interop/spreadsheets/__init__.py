"""Tables as CSV and XLSX, in and out."""
