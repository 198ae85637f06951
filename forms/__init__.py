"""What a form is: XLSForm in, XForm out, submissions read.

Pure: no Flask, SQL, clock, network or environment.
"""
