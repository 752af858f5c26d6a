import { expect } from 'chai';
import { engineEnvironment } from './engine-environment.ts';

describe('the environment that names the engine', () => {
  it('names the engine even without DOCKER_HOST: no context of the docker command may decide', () => {
    for (const env of [{}, { DOCKER_HOST: '' }, { DOCKER_HOST: 'unix://', DOCKER_CONTEXT: 'far-away' }]) {
      const named = engineEnvironment(env);
      expect(Object.keys(named)).to.deep.equal(['DOCKER_HOST']);
      expect(named['DOCKER_HOST']).to.match(/^unix:\/\/\/.*docker\.sock$/);
    }
  });

  it('passes on what was said, with what proves who we are', () => {
    const env = { DOCKER_HOST: 'tcp://1.2.3.4:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' };
    expect(engineEnvironment({ ...env, HOME: '/root' })).to.deep.equal(env);
  });
});
