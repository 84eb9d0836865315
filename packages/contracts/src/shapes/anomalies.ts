import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { Money } from './money.ts';
import { Code, integer, strict, text, Uuid } from './primitives.ts';

export const ScoreRequest = shape('ScoreRequest', 'The transactions to score.', strict({
  transactionIds: Type.Array(Uuid, { minItems: 1, maxItems: 1000, uniqueItems: true }),
}));
export type ScoreRequest = Static<typeof ScoreRequest>;

export const AnomalyReason = shape('AnomalyReason', 'One reason for a score, for people to read.', strict({ code: Code, message: text(500) }));
export type AnomalyReason = Static<typeof AnomalyReason>;

export const AnomalyExplanation = shape('AnomalyExplanation', 'What the score rests on: median and median absolute deviation of the account, over `sampleCount` transactions.', strict({
  accountId: Uuid,
  sampleCount: integer(0),
  median: Money,
  medianAbsoluteDeviation: Money,
  reasons: Type.Array(AnomalyReason, { maxItems: 20 }),
}));
export type AnomalyExplanation = Static<typeof AnomalyExplanation>;

export const AnomalyScore = shape('AnomalyScore', 'How far a transaction is from what its account usually shows, as absolute robust z-score, at most 1000.', strict({
  transactionId: Uuid,
  score: Type.Number({ minimum: 0, maximum: 1000 }),
  unusual: Type.Boolean(),
  explanation: AnomalyExplanation,
}));
export type AnomalyScore = Static<typeof AnomalyScore>;

export const ScoreResponse = shape('ScoreResponse', 'Scores in the order asked for; ids unknown to the tenant are in `unknownIds`.', strict({
  scores: Type.Array(AnomalyScore, { maxItems: 1000 }), unknownIds: Type.Array(Uuid, { maxItems: 1000 }),
}));
export type ScoreResponse = Static<typeof ScoreResponse>;
