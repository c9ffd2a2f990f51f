declare module '*.md' {
  const sections: import('../plugins/lessons').LessonSection[];
  export default sections;
}
