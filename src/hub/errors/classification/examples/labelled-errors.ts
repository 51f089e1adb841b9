import type { Category } from '../category.ts';

/** What one program prints, with the category that the definitions give each. */
export interface LabelledErrors {
  software: string;
  /** Where these messages are documented, or the source that prints them. */
  source: string;
  errors: Readonly<Partial<Record<Category, readonly string[]>>>;
}
