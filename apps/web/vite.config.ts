import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@fintrack/source', 'module', 'browser', 'development|production'] },
  // The name that the pipeline invalidates in CloudFront (decision 28).
  build: { manifest: 'asset-manifest.json', target: 'es2022', sourcemap: false },
});
