import { runService } from '@fintrack/service-kit';
import { start } from './start.ts';

await runService(start);
