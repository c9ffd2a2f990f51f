declare module '*.md' {
  const sections: import('../plugins/lessons').LessonSection[];
  export default sections;
}

declare module 'virtual:exhibits' {
  const found: Readonly<Record<string, import('./exhibits/registry').Entry>>;
  export default found;
}
