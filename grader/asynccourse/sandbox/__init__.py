"""How submissions are confined: what this machine can do, and what is then asked of the zygote."""
