print("etherws")
