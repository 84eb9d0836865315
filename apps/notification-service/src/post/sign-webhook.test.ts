import { describe, expect, it } from '@jest/globals';
import { secretText, signWebhook } from './sign-webhook.ts';

describe('signWebhook', () => {
  it('gives the signature of the Standard Webhooks reference libraries', () => {
    // Test vector of github.com/standard-webhooks/standard-webhooks, libraries/javascript.
    const headers = signWebhook(
      { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', sentAt: new Date(1614265330_000), body: '{"test": 2432232314}' },
      Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'),
    );
    expect(headers).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('writes a secret as whsec_ and base64', () => {
    expect(secretText(Buffer.from([1, 2, 3]))).toBe('whsec_AQID');
  });
});
