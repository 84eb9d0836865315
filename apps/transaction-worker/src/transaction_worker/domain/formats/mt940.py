def read_mt940(*a): raise NotImplementedError
