"""Private details in a text: found, told with the reason, and proposed for masking.

`finding.find` proposes; a person decides what is masked before anything is published. One place for
the whole product. `numbers.find_numbers` alone needs no dictionary in memory; nothing is imported
here, so that who asks for numbers only does not load the dictionary (33 MB) for names.
"""
