ANSWERS = ["bac", "bacd", "bcda", "bcaABC", "cabd", 3, 3, 3, 4, 2]
