"""The page of the desk, to be measured."""

PAGES = {
    "desk": "/",
    "find a unit": "/find/?q=street+7+ward+7",
    "find by what many hold": "/find/hints/?q=street",
}
