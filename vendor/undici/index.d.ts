export declare class ProxyAgent {
  constructor();
}
