/** Without decimals. */
export function whole(value: number): string {
  return String(Math.round(value));
}

/** With one decimal. */
export function tenth(value: number): string {
  return value.toFixed(1);
}

/** With two decimals. */
export function hundredth(value: number): string {
  return value.toFixed(2);
}

/** With two decimals and its sign. */
export function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${hundredth(Math.abs(value))}`;
}

/** Milliseconds as seconds with one decimal. */
export function seconds(ms: number): string {
  return tenth(ms / 1000);
}

/** A share from 0 to 1. */
export function percent(share: number): string {
  return `${whole(share * 100)} %`;
}
