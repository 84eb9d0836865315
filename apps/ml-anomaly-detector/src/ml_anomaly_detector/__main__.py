from ml_anomaly_detector.main import run

run()
