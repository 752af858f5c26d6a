const analytics =
  /<script async src="https:\/\/www\.googletagmanager\.com[^>]*><\/script>\s*<script>\s*window\.dataLayer[\s\S]*?<\/script>/g;

/**
 * A page without Allure's Google Analytics, which no setting of Allure turns off.
 *
 * @remarks A report must open from disk with no request to any other host.
 */
export function withoutAnalytics(html: string): string {
  return html.replaceAll(analytics, '');
}

/**
 * What a page would load from another host as it opens: the addresses in its `script`, `link`, `img` and `iframe` tags.
 *
 * @remarks Only tags in the page's own markup are looked at, not text inside scripts, which holds many addresses that
 * nothing loads.
 */
export function foreignLoads(html: string): readonly string[] {
  const markup = html
    .replaceAll(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, '$1')
    .replaceAll(/<style[\s\S]*?<\/style>/g, '');
  const tags = markup.matchAll(/<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)=["']?((?:https?:)?\/\/[^"'\s>]+)/g);
  return [...tags].flatMap(([, address]) => (address === undefined ? [] : [address]));
}
