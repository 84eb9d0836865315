from transaction_worker.main import run

run()
