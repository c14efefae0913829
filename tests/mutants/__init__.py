"""Small faults put into the rules, the rights and the services, one at a time: do the tests see them?"""
