import { Gauge } from 'prom-client';
import type pg from 'pg';
import type { Metrics } from '../telemetry/metrics.ts';

/** Exposes how full the pool is; read when Prometheus asks, since the pool tells nobody that a request begins to wait. */
export function observePool(pool: pg.Pool, max: number, { registry }: Metrics): void {
  const registers = [registry];
  new Gauge({ name: 'db_pool_connections_max', help: 'Most connections the pool opens.', registers }).set(max);
  new Gauge({
    name: 'db_pool_connections',
    help: 'Connections to PostgreSQL by state: busy, idle; waiting counts requests for one.',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
      this.set({ state: 'waiting' }, pool.waitingCount);
    },
  });
}
