def ANSWERS():
    return {"called": "bac"}
