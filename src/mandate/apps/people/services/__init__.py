"""Every write to what is kept of people: memberships, transfers, particulars, kinds of member."""
