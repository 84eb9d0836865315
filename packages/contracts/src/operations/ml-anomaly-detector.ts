import { defineOperation, json, jsonBody, viewers } from '../define-operation.ts';
import { ScoreRequest, ScoreResponse } from '../shapes/anomalies.ts';

export const anomalyOperations = {
  scoreTransactions: defineOperation({
    operationId: 'scoreTransactions', method: 'post', path: '/api/anomalies/score', summary: 'Score transactions by how unusual they are for their account.', security: viewers,
    body: jsonBody(ScoreRequest), responses: json(200, 'Scores in the order asked for.', ScoreResponse),
  }),
} as const;
