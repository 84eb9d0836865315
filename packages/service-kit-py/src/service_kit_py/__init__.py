"""What every Python service of FinTrack shares: configuration, HTTP, tokens, PostgreSQL, SQS and telemetry."""
