import './onAgents';
import '../server/hostileInput.test';
