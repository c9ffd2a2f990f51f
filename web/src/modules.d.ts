declare module '*.md' {
  const sections: readonly import('../plugins/lessons').LessonSection[];
  export default sections;
  export const tour: readonly import('../plugins/tour').TourStation[];
}

declare module 'virtual:exhibits' {
  const found: Readonly<Record<string, import('./exhibits/registry').Entry>>;
  export default found;
}
